import { expect, test } from "vitest";
import { confirmation } from "./message.ts";

const order = { orderId: "7f3c", userId: "u0001", total: 1_234_500 };

test("a customer is written to in the language of the visit", () => {
  expect(confirmation({ ...order, language: "ko" })).toEqual({
    subject: "주문이 확인되었습니다",
    body: "주문 7f3c, 합계 ₩1,234,500. 곧 보내 드리겠습니다.",
  });
  expect(confirmation({ ...order, language: "en" }).body).toBe(
    "Order 7f3c, ₩1,234,500 in total. It is on its way soon.",
  );
});
