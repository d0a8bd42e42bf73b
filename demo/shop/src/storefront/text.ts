import type { OrderState } from "../order/api.ts";
import type { Language } from "./language.ts";

const korean = {
  shop: "나루상회",
  tagline: "오래 쓰는 물건을 고릅니다",
  search: "검색",
  searchHint: "찻잔, 노트, teapot…",
  inReviews: "후기에서도",
  signIn: "로그인",
  signOut: "로그아웃",
  cart: "장바구니",
  orders: "주문 내역",
  order: "주문",
  popular: "많이 찾는 물건",
  results: "검색 결과",
  nothingFound: "찾는 물건이 없습니다. 다른 말로 찾아보세요.",
  next: "다음",
  previous: "이전",
  addToCart: "장바구니에 담기",
  inStock: "재고 있음",
  fewLeft: "곧 품절",
  soldOut: "품절",
  stars: "별점",
  reviews: "후기",
  emptyCart: "장바구니가 비어 있습니다.",
  remove: "빼기",
  total: "합계",
  checkOut: "주문하기",
  payWith: "결제 수단",
  decliningCard: "거절되는 시험 카드",
  pay: "결제하기",
  email: "이메일",
  password: "비밀번호",
  demoAccounts: "시험 계정",
  noOrders: "아직 주문이 없습니다.",
  keepShopping: "계속 둘러보기",
  tryAgain: "장바구니는 그대로 있습니다. 다시 시도해 주세요.",
};

type Words = typeof korean;

const english: Words = {
  shop: "Naru Store",
  tagline: "Things chosen to last",
  search: "Search",
  searchHint: "teapot, notebook, 찻잔…",
  inReviews: "in reviews",
  signIn: "Sign in",
  signOut: "Sign out",
  cart: "Cart",
  orders: "Orders",
  order: "Order",
  popular: "Most wanted",
  results: "Results",
  nothingFound: "Nothing found. Try another word.",
  next: "Next",
  previous: "Previous",
  addToCart: "Add to cart",
  inStock: "In stock",
  fewLeft: "Only a few left",
  soldOut: "Sold out",
  stars: "Rating",
  reviews: "reviews",
  emptyCart: "Your cart is empty.",
  remove: "Remove",
  total: "Total",
  checkOut: "Check out",
  payWith: "Pay with",
  decliningCard: "Test card that is declined",
  pay: "Pay",
  email: "E-mail",
  password: "Password",
  demoAccounts: "Demo accounts",
  noOrders: "No orders yet.",
  keepShopping: "Keep looking around",
  tryAgain: "Your cart is as it was. Please try again.",
};

export const words = (language: Language): Words => (language === "ko" ? korean : english);

const states: Record<OrderState, Record<Language, string>> = {
  pending: { ko: "처리 중", en: "In progress" },
  paid: { ko: "결제 완료", en: "Paid" },
  unpaid: { ko: "결제 거절", en: "Not paid" },
  "out-of-stock": { ko: "품절", en: "Out of stock" },
  failed: { ko: "실패", en: "Failed" },
};

export const stateText = (state: OrderState, language: Language): string => states[state][language];

const problems: Record<string, Record<Language, string>> = {
  card_declined: { ko: "카드가 거절되었습니다.", en: "The card was declined." },
  out_of_stock: { ko: "그사이 품절된 물건이 있습니다.", en: "Something in your cart has just sold out." },
  cart_empty: { ko: "장바구니가 비어 있습니다.", en: "Your cart is empty." },
  sign_in_failed: {
    ko: "이메일이나 비밀번호가 맞지 않습니다.",
    en: "The e-mail address or password is wrong.",
  },
  category_unknown: { ko: "없는 분류입니다.", en: "There is no such category." },
  search_empty: { ko: "찾을 말을 적어 주세요.", en: "Say what to search for." },
  product_unknown: { ko: "없는 물건입니다.", en: "There is no such product." },
  sessions_away: {
    ko: "지금은 로그인과 장바구니를 쓸 수 없습니다. 잠시 뒤 다시 시도해 주세요.",
    en: "Signing in and the cart are away for a moment. Please try again soon.",
  },
  order_unknown: { ko: "없는 주문입니다.", en: "There is no such order." },
};

/** What a visitor is told; the details are for the log. */
export function problemText(code: string, language: Language): string {
  const anyOther = { ko: "잠시 문제가 생겼습니다.", en: "Something went wrong for a moment." };
  return (problems[code] ?? anyOther)[language];
}

export const won = (amount: number): string => `₩${amount.toLocaleString("en-US")}`;
