import type { Cause, Diagnosis, Evidence, Inside, Step, Words } from "#vibeops/rca/api.ts";
import type { IncidentDetail } from "../api.ts";
import { changeWords } from "../lifecycle/incident.ts";
import { code, plain, quoted } from "./markdown.ts";
import { happenedWords, type Language, lastedWords, phrases, stateWords, utc } from "./phrases.ts";

interface Of {
  readonly externalUrl: string;
  readonly now: number;
}

type Lines = readonly string[];

/** A post-mortem to go on writing in: what happened, why, on what evidence, what to do. Names and log lines in it come from
 *  outside and are written so that they stay text. */
export function postMortemOf(told: IncidentDetail, language: Language, of: Of): string {
  const writer = new Writer(told, language, of);
  return `${[
    `# ${writer.say(told.incident.headline)}`,
    writer.facts(),
    ...writer.section("summary", writer.summary()),
    ...writer.section("impact", writer.impact()),
    ...writer.section("timeline", writer.timeline()),
    ...writer.section("cause", writer.cause()),
    ...writer.section("ruledOut", writer.ruledOut()),
    ...writer.section("actions", writer.actions()),
    ...writer.section("verdict", writer.verdict()),
    ...writer.section("notes", writer.notes()),
    ...writer.section("questions", writer.questions()),
    `---\n\n${phrases[language].written} · ${utc(of.now)} · <${of.externalUrl}/incidents/${told.incident.id}>`,
  ].join("\n\n")}\n`;
}

class Writer {
  readonly #told: IncidentDetail;
  readonly #language: Language;
  readonly #of: Of;
  readonly #best: Diagnosis | null;

  constructor(told: IncidentDetail, language: Language, of: Of) {
    this.#told = told;
    this.#language = language;
    this.#of = of;
    this.#best = told.best ?? told.latest;
  }

  get #t() {
    return phrases[this.#language];
  }

  say(words: Words): string {
    return plain(words[this.#language]);
  }

  section(
    title:
      | "summary"
      | "impact"
      | "timeline"
      | "cause"
      | "ruledOut"
      | "actions"
      | "verdict"
      | "notes"
      | "questions",
    lines: Lines,
  ): Lines {
    return [`## ${this.#t[title]}`, ...(lines.length === 0 ? [this.#t.none] : lines)];
  }

  facts(): string {
    const { incident } = this.#told;
    const { onset, openedAt, endedAt, services, acknowledgedBy } = incident;
    const rows: [string, string][] = [
      [this.#t.state, stateWords(incident, this.#language)],
      [this.#t.began, utc(onset)],
      [this.#t.opened, utc(openedAt)],
      ...(endedAt === null ? [] : [[this.#t.ended, utc(endedAt)] satisfies [string, string]]),
      [this.#t.lasted, lastedWords((endedAt ?? this.#of.now) - onset, this.#language)],
      [this.#t.services, services.map(plain).join(", ")],
      ...(acknowledgedBy === ""
        ? []
        : [[this.#t.acknowledged, plain(acknowledgedBy)] satisfies [string, string]]),
    ];
    return ["| | |", "|---|---|", ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join("\n");
  }

  summary(): Lines {
    const [top] = this.#best?.causes ?? [];
    if (!this.#best) return [this.#t.noDiagnosis];
    return [
      this.say(this.#best.headline),
      ...(top ? [top.why.map((words) => this.say(words)).join(" ")] : []),
    ];
  }

  impact(): Lines {
    if (!this.#best) return [this.#t.noImpact];
    const { words, services, objectives = [] } = this.#best.impact;
    return [
      this.say(words),
      ...(this.#told.isImpactShared ? [this.#t.shared] : []),
      ...(services.length > 0 ? [`${this.#t.services}: ${services.map(plain).join(", ")}`] : []),
      ...(objectives.length > 0
        ? [`### ${this.#t.objectives}`, list(objectives.map((each) => this.say(each.words)))]
        : []),
    ];
  }

  timeline(): Lines {
    const { symptoms, changes, happenings, incident } = this.#told;
    const entries = [
      { at: incident.onset, text: `**${this.#t.onset}**` },
      ...symptoms.map(({ at, words }) => ({ at, text: this.say(words) })),
      ...changes.map((change) => ({
        at: change.at,
        text: `${change.isSuspect ? `**${this.#t.suspect}**` : this.#t.change}: ${this.say(changeWords(change))}`,
      })),
      ...happenings.map((each) => ({ at: each.at, text: happenedWords[this.#language][each.kind](each) })),
    ].toSorted((a, b) => a.at - b.at);
    return [list(entries.map(({ at, text }) => `${utc(at)} – ${text}`))];
  }

  cause(): Lines {
    const [top, ...others] = this.#best?.causes ?? [];
    if (!top) return [this.#t.noCause];
    return [
      ...(this.#best?.verdict === "unsure" ? [this.#t.noCause] : []),
      ...this.#oneCause(top),
      ...(others.length === 0
        ? []
        : [
            `### ${this.#t.others}`,
            list(others.map(({ headline, confidence }) => `${this.say(headline)} (${percent(confidence)})`)),
          ]),
    ];
  }

  #oneCause({ headline, confidence, since, path, why, inside, evidence, against }: Cause): Lines {
    return [
      `**${this.say(headline)}**`,
      list([
        `${this.#t.confidence}: ${percent(confidence)}`,
        `${this.#t.since}: ${utc(since)}`,
        ...(path.length > 1 ? [`${this.#t.path}: ${path.map(plain).join(" → ")}`] : []),
      ]),
      ...(why.length > 0 ? [list(why.map((words) => this.say(words)))] : []),
      ...(inside.length > 0 ? [`### ${this.#t.inside}`, list(inside.map(insideLine))] : []),
      ...(evidence.length > 0
        ? [`### ${this.#t.evidence}`, list(evidence.map((each) => this.#proof(each)))]
        : []),
      ...(against.length > 0
        ? [`### ${this.#t.against}`, list(against.map((each) => this.#proof(each)))]
        : []),
    ];
  }

  #proof({ words, link, exemplars }: Evidence): string {
    const where = link === null ? "" : ` (<${this.#of.externalUrl}${linkPath(link)}>)`;
    const lines = exemplars.map(
      ({ at, text, traceId }) => `  - ${utc(at)} ${code(text)} ${traceId === "" ? "" : code(traceId)}`,
    );
    return [`${this.say(words)}${where}`, ...lines.map((line) => line.trimEnd())].join("\n");
  }

  ruledOut(): Lines {
    const ruled = this.#best?.ruledOut ?? [];
    return ruled.length === 0
      ? []
      : [list(ruled.map(({ service, words }) => `**${plain(service)}**: ${this.say(words)}`))];
  }

  actions(): Lines {
    const [top] = this.#best?.causes ?? [];
    const steps = (title: string, given: readonly Step[]) =>
      given.length === 0
        ? []
        : [`### ${title}`, given.map(({ words }) => `- [ ] ${this.say(words)}`).join("\n")];
    return [...steps(this.#t.now, top?.now ?? []), ...steps(this.#t.forGood, top?.forGood ?? [])];
  }

  verdict(): Lines {
    const { verdict } = this.#told.incident;
    if (verdict === null) return [this.#t.noVerdict];
    const really = [verdict.kind ?? "", verdict.service].filter((part) => part !== "").map(plain);
    return [
      `${this.#t[verdict.outcome]} (${plain(verdict.by)}, ${utc(verdict.at)})`,
      ...(really.length > 0 ? [`${this.#t.really}: ${really.join(", ")}`] : []),
      ...(verdict.text === "" ? [] : [quoted(verdict.text)]),
    ];
  }

  notes(): Lines {
    return this.#told.happenings
      .filter(({ kind, text }) => text !== "" && (kind === "note" || kind === "resolved"))
      .map(({ at, by, text }) => `**${plain(by)}**, ${utc(at)}\n\n${quoted(text)}`);
  }

  questions(): Lines {
    const { incident, happenings } = this.#told;
    const hasHelp = happenings.some(({ kind, text, by }) => by !== "" && text !== "" && kind !== "opened");
    const asked = [
      incident.cause === null ? this.#t.whatCause : incident.verdict === null ? this.#t.isItRight : "",
      this.#best?.impact.users === null ? this.#t.howMany : "",
      incident.state === "open" ? this.#t.stillOpen : "",
      incident.state === "resolved" && !hasHelp ? this.#t.whatHelped : "",
    ].filter((question) => question !== "");
    return asked.length === 0 ? [] : [list(asked)];
  }
}

const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join("\n");
const percent = (ratio: number): string => `${Math.round(ratio * 100)} %`;

function insideLine({ name, before, after }: Inside): string {
  if (before === null && after === null) return code(name);
  return `${code(name)}: ${code(before ?? "")} → ${code(after ?? "")}`;
}

/** A path of the console, or nothing: it stands between angle brackets. */
const linkPath = (link: string): string =>
  link.startsWith("/") && !link.startsWith("//") ? link.replaceAll(/[\s<>\\]/g, encodeURIComponent) : "/";
