/** Which services there are, what each calls, and what each needs; the deployment in whatever form reads this. */
export interface ServiceTopology {
  name: string;
  version: string;
  calls: readonly string[];
  keepsData: boolean;
  /** False for outside parties: what happens inside them is not ours to see. */
  instrumented: boolean;
}

export const topology: readonly ServiceTopology[] = [
  { name: "card-network", version: "2.0.0", calls: [], keepsData: false, instrumented: false },
  { name: "notification", version: "1.2.0", calls: [], keepsData: true, instrumented: true },
  { name: "inventory", version: "1.7.3", calls: [], keepsData: true, instrumented: true },
  { name: "payment", version: "3.1.0", calls: ["card-network"], keepsData: true, instrumented: true },
  { name: "cart", version: "1.4.1", calls: [], keepsData: true, instrumented: true },
  { name: "catalog", version: "2.3.0", calls: [], keepsData: true, instrumented: true },
  {
    name: "order",
    version: "4.0.2",
    calls: ["cart", "inventory", "payment", "notification"],
    keepsData: true,
    instrumented: true,
  },
  {
    name: "storefront",
    version: "5.2.0",
    calls: ["catalog", "cart", "inventory", "order"],
    keepsData: true,
    instrumented: true,
  },
];
