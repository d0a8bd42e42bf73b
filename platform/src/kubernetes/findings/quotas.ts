import { quantityOf } from "../quantity.ts";
import type { Quota } from "../resources.ts";
import { type Found, found } from "./found.ts";
import type { Objects } from "./objects.ts";

const nearlyFull = 0.95;

/** Quotas with hardly any room left: the next pod may not be let in. */
export const quotaFindings = (objects: Objects): Found[] => objects.all("quotas").flatMap(fullest);

/** What is fullest of a quota says enough of it. Of what nobody may have, none is left by intent. */
function fullest(quota: Quota): Found[] {
  const { hard = {}, used = {} } = quota.status ?? {};
  const shares = Object.entries(hard).flatMap(([resource, most]) => {
    const [limit, amount] = [quantityOf(most), quantityOf(used[resource])];
    return limit && amount !== null ? [{ resource, most, share: amount / limit }] : [];
  });
  const [first] = shares.filter(({ share }) => share >= nearlyFull).toSorted((a, b) => b.share - a.share);
  if (!first) return [];
  return [
    found("quota-nearly-full", quota, {
      field: `hard.${first.resource}`,
      found: `${used[first.resource] ?? ""} of ${first.most}`,
    }),
  ];
}
