export interface Stock {
  productId: number;
  available: number;
}

export interface ReservationRequest {
  orderId: string;
  lines: { productId: number; quantity: number }[];
}
