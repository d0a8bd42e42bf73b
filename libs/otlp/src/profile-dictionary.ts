import { Ranges } from "./ranges.ts";
import { BYTES, type Reader, tagOf } from "./reader.ts";

const DICTIONARY = tagOf(2, BYTES);

/** The tables that the profiles of one request refer to, as ranges: an entry is read where something refers to it. */
export class ProfileDictionary {
  readonly mappings = new Ranges();
  readonly locations = new Ranges();
  readonly functions = new Ranges();
  readonly links = new Ranges();
  readonly strings = new Ranges();
  readonly attributes = new Ranges();
  readonly stacks = new Ranges();
  /** By field number. */
  readonly #tables = [
    undefined,
    this.mappings,
    this.locations,
    this.functions,
    this.links,
    this.strings,
    this.attributes,
    this.stacks,
  ];

  /** Reads the dictionary of a whole request, wherever it stands in it.
   *  @throws MalformedError */
  read(reader: Reader): void {
    for (const table of this.#tables) if (table) table.count = 0;
    const end = reader.buffer.length;
    reader.pos = 0;
    while (reader.pos < end) {
      const tag = reader.tag(end);
      if (tag !== DICTIONARY) reader.skip(tag, end);
      else {
        reader.range(end);
        const next = reader.end;
        this.#readTables(reader, reader.start, next);
        reader.pos = next;
      }
    }
    reader.pos = 0;
  }

  #readTables(reader: Reader, start: number, end: number): void {
    reader.pos = start;
    while (reader.pos < end) {
      const tag = reader.tag(end);
      const table = (tag & 7) === BYTES ? this.#tables[tag >>> 3] : undefined;
      if (!table) reader.skip(tag, end);
      else {
        reader.range(end);
        table.push(reader.start, reader.end);
      }
    }
  }
}
