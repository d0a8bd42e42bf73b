import type { ComponentType } from "react";

/** A page that a feature contributes to the console. Its code is loaded when it is first opened. */
interface ConsolePage {
  /** A path of the router: `/traces/$traceId`. */
  readonly path: string;
  readonly load: () => Promise<{ readonly default: ComponentType }>;
}

/** A feature's entry in the navigation. */
interface NavigationEntry {
  readonly to: string;
  readonly title: { readonly en: string; readonly ko: string };
  readonly icon: ComponentType<{ readonly size?: number | string; readonly stroke?: number | string }>;
  /** Pressed after `g`. */
  readonly key: string;
  /** Stands beside its title, such as a count. Best loaded when it is first shown. */
  readonly mark?: ComponentType;
}

/** What a page hands to the parts that others add to it: names and texts, as the page says where it asks for them. */
export type About = Readonly<Record<string, string>>;

/** A view that a feature adds to a page of one that stands below it. The page names the place, and knows no more of it. */
export interface Contribution {
  readonly place: string;
  /** In the address. */
  readonly id: string;
  readonly title: { readonly en: string; readonly ko: string };
  /** Best loaded when it is first shown. */
  readonly component: ComponentType<{ readonly about: About }>;
}

export interface ConsoleFeature {
  /** Over its entries in the navigation. */
  readonly title?: { readonly en: string; readonly ko: string };
  /** Its part of the top bar, beside the time range. */
  readonly topBar?: ComponentType;
  readonly pages: readonly ConsolePage[];
  readonly navigation: readonly NavigationEntry[];
  readonly contributions?: readonly Contribution[];
}
