export interface CartLine {
  productId: number;
  unitPrice: number;
  quantity: number;
}

export interface Cart {
  id: string;
  lines: CartLine[];
  total: number;
}
