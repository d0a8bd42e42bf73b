const PREFIX = "naru.draft.";

/** Keeps YAML that is to be applied for this browser tab: it may be long, and does not belong into an address.
 *  @returns the name to find it by */
export function keepDraft(yaml: string): string {
  let hash = 0;
  for (let i = 0; i < yaml.length; i += 1) hash = Math.imul(hash ^ yaml.charCodeAt(i), 0x01000193);
  const name = (hash >>> 0).toString(36);
  sessionStorage.setItem(PREFIX + name, yaml);
  return name;
}

export const draftNamed = (name: string): string => sessionStorage.getItem(PREFIX + name) ?? "";
