export interface PaymentRequest {
  orderId: string;
  amount: number;
  /** A token of the card network, never a card number. */
  card: string;
}

export interface Payment {
  orderId: string;
  amount: number;
  authorization: string;
}
