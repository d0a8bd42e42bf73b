export interface NotificationRequest {
  orderId: string;
  userId: string;
  language: "ko" | "en";
  total: number;
}
