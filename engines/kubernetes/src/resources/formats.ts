/* What names look like. Each check returns what is wrong, in the words of k8s.io/apimachinery/pkg/util/validation. */

export type Check = (value: string) => readonly string[];

const label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const subdomain = `${label}(\\.${label})*`;
const qualified = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";

const bytes = (value: string) => Buffer.byteLength(value);
const tooLong = (limit: number) => `must be no more than ${limit} bytes`;

function told(message: string, format: string, ...examples: readonly string[]): string {
  const list = examples.map((example) => `'${example}', `).join(" or ");
  return `${message} (e.g. ${list}regex used for validation is '${format}')`;
}

function format(limit: number, pattern: string, message: string, ...examples: readonly string[]): Check {
  const regex = new RegExp(`^(?:${pattern})$`);
  const complaint = told(message, pattern, ...examples);
  return (value) => [
    ...(bytes(value) > limit ? [tooLong(limit)] : []),
    // A long text is wrong anyway, and not worth the matching.
    ...(bytes(value) <= 4 * limit && regex.test(value) ? [] : [complaint]),
  ];
}

export const dnsLabel = format(
  63,
  label,
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  "my-name",
  "123-abc",
);

export const dnsSubdomain = format(
  253,
  subdomain,
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
  "example.com",
);

export const sysctlName = format(
  253,
  "([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?",
  "must have at most 253 characters and match its format",
);

export const dns1035Label = format(
  63,
  "[a-z]([-a-z0-9]*[a-z0-9])?",
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
  "my-name",
  "abc-123",
);

export const wildcardSubdomain = format(
  253,
  `\\*\\.${subdomain}`,
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
  "*.example.com",
);

export const labelValue = format(
  63,
  `(${qualified})?`,
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  "MyValue",
  "my_value",
  "12345",
);

const qualifiedMessage =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const qualifiedExamples = ["MyName", "my.name", "123-abc"];
const namePart = format(63, qualified, qualifiedMessage, ...qualifiedExamples);

/** A name with an optional prefix: `app.kubernetes.io/name`. */
export const qualifiedName: Check = (value) => {
  const parts = value.split("/", 3);
  if (parts.length > 2) {
    return [
      `a qualified name ${told(qualifiedMessage, qualified, ...qualifiedExamples)} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const [prefix, name] = parts.length === 2 ? parts : [undefined, parts[0]];
  const ofPrefix = prefix === "" ? ["must be non-empty"] : prefix === undefined ? [] : dnsSubdomain(prefix);
  const ofName = name ? namePart(name) : ["must be non-empty", ...namePart("")];
  return [...ofPrefix.map((why) => `prefix part ${why}`), ...ofName.map((why) => `name part ${why}`)];
};

const configKeyFormat = format(
  253,
  "[-._a-zA-Z0-9]+",
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
  "key.name",
  "KEY_NAME",
  "key-name",
);

export const configKey: Check = (value) => {
  const why = configKeyFormat(value);
  if (value === "." || value === "..") return [...why, `must not be '${value}'`];
  return value.startsWith("..") ? [...why, "must not start with '..'"] : why;
};

/** What may stand in a URL's path: roles are called `system:node`. */
export const pathSegment: Check = (value) => {
  if (value === "." || value === "..") return [`may not be '${value}'`];
  return ["/", "%"].filter((character) => value.includes(character)).map((one) => `may not contain '${one}'`);
};

export const envName: Check = (value) =>
  /^[ -<>-~]+$/.test(value)
    ? []
    : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];

export const portNumber = (port: unknown): readonly string[] =>
  typeof port === "number" && port >= 1 && port <= 65_535 ? [] : ["must be between 1 and 65535, inclusive"];

export const portName: Check = (value) => {
  const why: string[] = [];
  if (bytes(value) > 15) why.push(tooLong(15));
  if (!/^[-a-z0-9]+$/.test(value)) {
    why.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
  }
  if (!/[a-z]/.test(value)) why.push("must contain at least one letter (a-z)");
  if (value.includes("--")) why.push("must not contain consecutive hyphens");
  if (value.startsWith("-") || value.endsWith("-")) why.push("must not begin or end with a hyphen");
  return why;
};
