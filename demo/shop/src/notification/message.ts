import type { NotificationRequest } from "./api.ts";

export interface Message {
  subject: string;
  body: string;
}

export function confirmation({ orderId, language, total }: NotificationRequest): Message {
  const amount = `₩${total.toLocaleString("en-US")}`;
  return language === "ko"
    ? { subject: "주문이 확인되었습니다", body: `주문 ${orderId}, 합계 ${amount}. 곧 보내 드리겠습니다.` }
    : {
        subject: "Your order is confirmed",
        body: `Order ${orderId}, ${amount} in total. It is on its way soon.`,
      };
}
