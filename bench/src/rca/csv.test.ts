import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvRows, csvTable, DataError } from "./csv.ts";

const write = (text: string) => (/[",\r\n\uFEFF]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const cellsOf = (text: string) => csvRows(text, "f.csv").map(({ cells }) => cells);

describe("comma-separated values", () => {
  const facts: [what: string, text: string, cells: string[][]][] = [
    [
      "end with the file or with a line",
      "a,b\n1,2",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "may have Windows' ends of line",
      "a,b\r\n1,2\r\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "may be empty",
      "a,,\n,,\n",
      [
        ["a", "", ""],
        ["", "", ""],
      ],
    ],
    [
      "may have commas, lines and doubled quotes inside quotes",
      '"a,b","c\nd","e ""f"""\n',
      [["a,b", "c\nd", 'e "f"']],
    ],
    ["keep spaces", " a , b \n", [[" a ", " b "]]],
    ["may begin with a byte order mark", "\uFEFFa\n", [["a"]]],
    ["keep a carriage return that ends no line", "a\rb,c\n", [["a\rb", "c"]]],
    ["of an empty file are none", "", []],
  ];
  test.each(facts)("%s", (_, text, cells) => expect(cellsOf(text)).toEqual(cells));

  test("know the line on which a row begins, past lines inside quotes", () => {
    expect(csvRows('a\n"1\n2"\n3\n', "f.csv").map(({ line }) => line)).toEqual([1, 2, 4]);
  });

  const broken: [what: string, text: string, error: string][] = [
    ["a row of another width", "a,b\n1,2\n1\n", "f.csv:3: 1 cells where the first row has 2"],
    ["a quote that is not closed", 'a\n"1\n2', "f.csv:2: a quote that is not closed"],
    ["text after a closing quote", 'a\n"1"2\n', "f.csv:2: text after a closing quote"],
    ["a quote inside a bare cell", 'a\n1"2\n', "f.csv:2: a quote inside a cell that has none around"],
  ];
  test.each(broken)("with %s are refused with file and line", (_, text, error) => {
    expect(() => cellsOf(text)).toThrow(error);
  });

  test("come back as they were written, whatever is in them", () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('"', ",", "\n", "\r\n", "", "\uFEFF", '""'));
    const table = fc
      .integer({ min: 1, max: 5 })
      .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 8 }));
    fc.assert(
      fc.property(table, fc.constantFrom("\n", "\r\n"), (rows, end) => {
        const text = rows.map((row) => row.map(write).join(",") + end).join("");
        expect(cellsOf(text)).toEqual(rows);
      }),
    );
  });

  test("of any text are read or refused", () => {
    const text = fc.array(fc.constantFrom('"', ",", "\n", "\r", "a", "é")).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, (given) => {
        try {
          for (const cells of cellsOf(given)) expect(cells.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a table", () => {
  test("finds its columns by name, wherever they stand", () => {
    const { rows, at } = csvTable("x,b,a\n1,2,3\n", "f.csv", ["a", "b"]);
    expect(rows.map(({ cells }) => [cells[at.a], cells[at.b]])).toEqual([["3", "2"]]);
  });
  test("without a column that is needed is refused by its name", () => {
    expect(() => csvTable("a\n1\n", "f.csv", ["a", "b", "c"])).toThrow("f.csv:1: no column b, c");
  });
});
