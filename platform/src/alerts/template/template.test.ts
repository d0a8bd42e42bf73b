import { describe, expect, test } from "vitest";
import { expand } from "./expand.ts";

const alert = (labels: Record<string, string>, value: number) => ({
  dot: { Labels: labels, Value: value, Alerts: [{ Labels: { pod: "a" } }, { Labels: { pod: "b" } }] },
  variables: { labels, value, externalLabels: {}, externalURL: "http://naru" },
});
const cart = alert({ service: "cart", instance: "10.0.0.1:8080", empty: "" }, 0.12345);

describe("a template is filled in as Prometheus does it", () => {
  test.each([
    ["nothing to do", "nothing to do"],
    ["{{ $labels.service }} at {{ $value }}", "cart at 0.12345"],
    ["{{ .Labels.service }}/{{ .Value }}", "cart/0.12345"],
    ["{{ $labels.nothing }}!", "!"],
    ["{{ $value | humanizePercentage }}", "12.35%"],
    ['{{ printf "%.2f" $value }}', "0.12"],
    ['{{ printf "%5.1f|%-4s|%q" $value "a" "b" }}', '  0.1|a   |"b"'],
    ["a  {{- 1 -}}  b", "a1b"],
    ["{{/* a comment */}}x", "x"],
    ['{{ if eq $labels.service "cart" }}yes{{ else }}no{{ end }}', "yes"],
    ["{{ if gt $value 1.0 }}much{{ else if gt $value 0.1 }}some{{ else }}little{{ end }}", "some"],
    ["{{ with $labels.empty }}{{ . }}{{ else }}none{{ end }}", "none"],
    ["{{ range .Alerts }}[{{ .Labels.pod }}]{{ end }}", "[a][b]"],
    ["{{ range $i, $a := .Alerts }}{{ $i }}={{ $a.Labels.pod }} {{ end }}", "0=a 1=b "],
    [
      "{{ range $k, $v := $labels }}{{ $k }}:{{ $v }};{{ end }}",
      "empty:;instance:10.0.0.1:8080;service:cart;",
    ],
    ["{{ $x := $labels.service | toUpper }}{{ $x }}", "CART"],
    ["{{ $labels.instance | stripPort }}", "10.0.0.1"],
    ['{{ reReplaceAll "(\\\\d+)\\\\..*" "$1" $labels.instance }}', "10"],
    ['{{ index $labels "service" }}', "cart"],
    ["{{ (index .Alerts 1).Labels.pod }}", "b"],
    ["{{ len .Alerts }}", "2"],
    ['{{ and $labels.service (not $labels.empty) | printf "%v" }}', "true"],
  ])("%s", (template, filled) => expect(expand(template, cart)).toBe(filled));
});

describe("figures are written as Prometheus writes them", () => {
  test.each([
    ["humanize", 1234567, "1.235M"],
    ["humanize", 0.0123, "12.3m"],
    ["humanize", 0, "0"],
    ["humanize", Number.NaN, "NaN"],
    ["humanize1024", 1536, "1.5Ki"],
    ["humanize1024", 1048576, "1Mi"],
    ["humanizeDuration", 93784, "1d 2h 3m 4s"],
    ["humanizeDuration", 59.9, "59.9s"],
    ["humanizeDuration", 0.0021, "2.1ms"],
    ["humanizeDuration", 3600, "1h 0m 0s"],
    ["humanizePercentage", 0.5, "50%"],
    ["humanizeTimestamp", 1_435_065_584.128, "2015-06-23 13:19:44.128 +0000 UTC"],
  ])("%s of %f is %s", (name, value, text) => {
    expect(expand(`{{ ${name} .Value }}`, { dot: { Value: value }, variables: {} })).toBe(text);
  });
});

test.each([
  ["{{ nonsense }}", /"nonsense" not defined/],
  ["{{ $other }}", /undefined variable/],
  ["{{ if true }}", /no \{\{end\}\}|unexpected/],
  ["{{ end }}", /unexpected/],
  ["{{ $labels.service", /unclosed/],
  ["{{ humanize $labels.service }}", /no number/],
  ['{{ range .Alerts }}{{ range $.Alerts }}{{ printf "%200s" "x" }}{{ end }}{{ end }}', undefined],
  [`${"{{ if true }}".repeat(60)}${"{{ end }}".repeat(60)}`, /deep/],
])("%s is refused with a reason, or bounded", (template, reason) => {
  if (reason) expect(() => expand(template, cart)).toThrow(reason);
  else expect(expand(template, cart).length).toBe(800);
});

test("no field outside of the data can be reached", () => {
  expect(expand("{{ $labels.constructor }}{{ $labels.__proto__ }}{{ .Alerts.push }}", cart)).toBe("");
});
