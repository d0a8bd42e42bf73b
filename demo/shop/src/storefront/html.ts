/** Markup that is safe to send: made only by the `html` tag, which escapes every value put into it. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Value = string | number | Html | readonly Html[] | false | undefined;

export function html(literal: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(literal.reduce((markup, part, index) => markup + render(values[index - 1]) + part));
}

function render(value: Value): string {
  if (value === undefined || value === false) return "";
  if (value instanceof Html) return value.markup;
  if (typeof value === "object") return value.map((each) => each.markup).join("");
  return escape(String(value));
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escape = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character]!);
