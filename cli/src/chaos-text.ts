import { type Fault, faults, herrings, type TruthRecord } from "@naru/shop/chaos";

/* What `naru chaos` says. */

export const usage = `Makes something go wrong in the demo shop of a running ./naru up --demo, and puts it right again.

  ./naru chaos list                         what can go wrong
  ./naru chaos start NAME [--with HERRING]  let it; with something harmless at the same minute, to mislead
  ./naru chaos stop [NAME]                  put everything back
  ./naru chaos status                       what runs
  ./naru chaos NAME --help                  what it does, what one sees, what a right answer names

  --data FOLDER                             as ./naru up has it, also in NARU_DATA

What was done, and what the right answer is, is written to chaos/truth.jsonl in the data folder.
`;

const width = Math.max(...[...faults, ...herrings].map(({ name }) => name.length));
const line = ({ name, summary }: Pick<Fault, "name" | "summary">) => `  ${name.padEnd(width)}  ${summary}\n`;

export const listed = (): string =>
  `Faults:\n${faults.map(line).join("")}\nHerrings, for --with:\n${herrings.map(line).join("")}`;

export function described({ name, summary, shows, undone, truth }: Fault): string {
  const where = truth && truth.services.length > 0 ? ` of ${truth.services.join(" or ")}` : "";
  const answer = truth ? `${truth.kinds.join(" or ")}${where}` : "nothing is wrong";
  return `${name}

What it does:  ${summary}
What one sees: ${shows}
How it ends:   ${undone}
Right answer:  ${answer}
`;
}

const undoIt = "Undo it: ./naru chaos stop\n";

export function started({ name, summary, shows, settleSeconds }: Fault, record: TruthRecord): string {
  const also = record.herrings.map(({ herring, service }) => `Also: ${herring} of ${service}\n`).join("");
  return `Started: ${name}: ${summary}\n${also}To be seen within ${settleSeconds} s: ${shows}\n${undoIt}`;
}

export const stopped = ({ fault }: TruthRecord): string => `Put back: ${fault}\n`;

export function status(running: TruthRecord | undefined): string {
  if (!running) return "Nothing runs.\n";
  const also = running.herrings.map(({ herring, service }) => `, with ${herring} of ${service}`).join("");
  return `${running.fault}${also}, since ${running.startedAt}\n${undoIt}`;
}
