/** Puts parameters into a statement as literals, for an engine without parameter binding of its own: chDB binds
 *  one query at a time in the whole process.
 *  @param values  each value as the HTTP interface's `param_…` has it: scalars TSV-escaped,
 *                 arrays, maps and tuples as ClickHouse writes them
 *  @throws        RangeError when the text names a parameter that has no value */
export function bindLiterals(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{([A-Za-z_]\w*):([\w(), ']+)\}/g, (_, name: string, type: string) => {
    const wire = values[name];
    if (wire === undefined) throw new RangeError(`no value for parameter ${name}`);
    const value = /^(Array|Map|Tuple)\(/.test(type) ? wire : unescapeEscaped(wire);
    if (type === "Identifier") return quoteIdentifier(value);
    if (type === "String") return quote(value);
    if (/^U?Int(8|16|32|64)$/.test(type) && /^-?\d{1,20}$/.test(value)) return `to${type}(${value})`;
    return `CAST(${quote(value)}, ${quote(type)})`;
  });
}

/** A ClickHouse string literal. */
export function quote(value: string): string {
  return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\0", "\\0")}'`;
}

function quoteIdentifier(name: string): string {
  return `\`${name.replaceAll("\\", "\\\\").replaceAll("`", "\\`")}\``;
}

function unescapeEscaped(text: string): string {
  const escapes: Record<string, string> = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f", "0": "\0" };
  return text.replaceAll(/\\([\s\S])/g, (_, c: string) => escapes[c] ?? c);
}
