/** A statement with its values hidden but their form kept: how long a text was, how large a number, how many values a
 *  list had. Placeholders ($1, ?, :name) and names in double quotes or backticks stay.
 *  @param sql  as it was sent, any dialect */
export function masked(sql: string): string {
  return sql.replaceAll(
    /--[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"]|"")*"|`[^`]*`|\$\d+|[:@][A-Za-z_]\w*|[A-Za-z_]\w*|'(?:[^'\\]|''|\\.)*'?|\b0x[0-9a-fA-F]+\b|\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b/g,
    (token) => hidden(token),
  );
}

function hidden(token: string): string {
  if (token.startsWith("'")) return `'${"*".repeat(Math.min(Math.max(token.length - 2, 0), 12))}'`;
  if (token.startsWith("--") || token.startsWith("/*")) return "";
  return /^\d/.test(token) ? token.replaceAll(/[0-9a-fA-F]/g, "#") : token;
}
