import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { unifiedMergeView } from "@codemirror/merge";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/* Loaded with the first editor that is shown, not before. */

const colors = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--code-key)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword, tags.atom], color: "var(--code-literal)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--text-3)", fontStyle: "italic" },
  { tag: [tags.separator, tags.punctuation, tags.meta], color: "var(--text-3)" },
]);

export interface EditorOptions {
  readonly label: string;
  readonly text: string;
  /** Without it the text can be read, searched and copied only. */
  readonly onChange?: ((text: string) => void) | undefined;
}

const common = ({ label }: Pick<EditorOptions, "label">): Extension => [
  lineNumbers(),
  drawSelection(),
  syntaxHighlighting(colors),
  search({ top: true }),
  highlightSelectionMatches(),
  // What scrolls must be reached by the keyboard.
  EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
  EditorView.lineWrapping,
  yaml(),
];

/** A YAML editor. Tab leaves it, as everything else on a page; Ctrl+] indents. */
export function createEditor(parent: HTMLElement, { label, text, onChange }: EditorOptions): EditorView {
  const isReadOnly = onChange === undefined;
  const state = EditorState.create({
    doc: text,
    extensions: [
      common({ label }),
      foldGutter(),
      bracketMatching(),
      history(),
      indentUnit.of("  "),
      keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...foldKeymap]),
      isReadOnly ? [EditorState.readOnly.of(true)] : highlightActiveLine(),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onChange?.(update.state.doc.toString());
      }),
    ],
  });
  return new EditorView({ parent, state });
}

interface DifferenceOptions {
  readonly label: string;
  readonly before: string;
  readonly after: string;
  /** `$ unchanged lines`, in the reader's language. */
  readonly unchanged: string;
}

/** What changes from one text to another, in one column; what stays the same is folded away. */
export function createDifference(
  parent: HTMLElement,
  { label, before, after, unchanged }: DifferenceOptions,
): EditorView {
  const state = EditorState.create({
    doc: after,
    extensions: [
      common({ label }),
      EditorState.readOnly.of(true),
      EditorState.phrases.of({ "$ unchanged lines": unchanged }),
      keymap.of(searchKeymap),
      unifiedMergeView({
        original: before,
        mergeControls: false,
        gutter: true,
        // Of something new every word is.
        highlightChanges: before !== "",
        collapseUnchanged: { margin: 3, minSize: 6 },
      }),
    ],
  });
  return new EditorView({ parent, state });
}
