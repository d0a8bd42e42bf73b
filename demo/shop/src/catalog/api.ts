export interface Product {
  id: number;
  category: string;
  nameKo: string;
  nameEn: string;
  price: number;
}

export interface ProductDetail extends Product {
  descriptionKo: string;
  descriptionEn: string;
  /** Mean of all stars given, 1 to 5; null while nobody has written a review. */
  rating: number | null;
  reviews: number;
}

export interface ProductPage {
  products: Product[];
  page: number;
  more: boolean;
}

export interface Category {
  slug: string;
  nameKo: string;
  nameEn: string;
}
