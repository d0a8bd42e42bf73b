import { type Data, discover, type Found } from "./discover.ts";
import { keep } from "./keep.ts";
import { type RcaOptions, rcaOptions } from "./options.ts";
import { jsonReport, textReport } from "./report.ts";
import { run } from "./run.ts";
import { shopCommand } from "./shop/command.ts";

/** `naru bench rca`: replays cases into a real platform, has it diagnose them, and scores the answers. With `--shop` the cases
 *  are faults of the demo shop.
 *  @returns exit code */
export async function rcaCommand(argv: readonly string[], say: (line: string) => void): Promise<number> {
  if (argv.includes("--shop")) return shopCommand(argv, say);
  try {
    const options = rcaOptions(argv);
    const data = chosen(await discover(options.data), options);
    if (options.isKept) {
      await keep(only(data.cases), say);
      return 0;
    }
    const results = await run(data, options, say);
    process.stdout.write(options.isJson ? `${JSON.stringify(jsonReport(results))}\n` : textReport(results));
    return [...results.cases, ...results.healthy].some(({ error }) => error !== undefined) ? 1 : 0;
  } catch (error) {
    say((error as Error).message);
    return 1;
  }
}

/** @throws Error when a name that is asked for is not there */
function chosen({ cases, healthy }: Data, { cases: names, limit }: RcaOptions): Data {
  if (names.length === 0) return { cases: firstOfEach(cases, limit), healthy: firstOfEach(healthy, limit) };
  const named = names.map((name) => {
    const fits = cases.filter((each) => each.name === name || each.name.endsWith(`/${name}`));
    if (fits.length > 0) return fits;
    throw new Error(`there is no case ${name}; there are ${cases.map((each) => each.name).join(", ")}`);
  });
  return { cases: [...new Set(named.flat())], healthy: [] };
}

const firstOfEach = (found: readonly Found[], limit: number) =>
  [...Map.groupBy(found, ({ dataset }) => dataset).values()].flatMap((of) => of.slice(0, limit));

function only(cases: readonly Found[]): Found {
  const [found, another] = cases;
  if (found && !another) return found;
  throw new Error(`--keep goes with one case, not ${cases.map(({ name }) => name).join(", ")}`);
}
