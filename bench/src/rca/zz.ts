import { discover } from "./discover.ts";
import { replay } from "./replay.ts";
for (const c of ["nezha-trainticket/case-02", "petshop/high_traffic/train/issue_0"]) {
  const d = await discover("/work/shared/rca/" + c);
  const t = performance.now();
  const r = await replay(d.cases[0]!.load);
  const t1 = performance.now();
  await r.platform.stop();
  console.log(c, t1 - t, performance.now() - t1);
}
