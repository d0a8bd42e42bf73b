export interface AuthorizationRequest {
  /** Names the charge, so that a bank can tell a repeated request from a second purchase. */
  key: string;
  amount: number;
  card: string;
}

export interface Authorization {
  code: string;
}

/** Test cards, as card networks publish them. */
export const cards = {
  visa: "tok_visa_4242",
  mastercard: "tok_mastercard_4444",
  declined: "tok_declined_0002",
};
