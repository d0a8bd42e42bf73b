import { ImageError } from "../errors.ts";

export interface Reference {
  /** `nginx`, `registry.k8s.io/pause`: without `docker.io/` and `docker.io/library/`. */
  readonly repository: string;
  readonly tag: string;
}

/** Source: https://github.com/distribution/reference/blob/main/reference.go */
const component = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const domain = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[a-fA-F0-9:]+\])(?::\d+)?$/;
const tagged = /^(?<repository>.+?)(?::(?<tag>\w[\w.-]{0,127}))?(?:@sha256:[a-f0-9]{64})?$/;

/** A digest is accepted and left aside: the store's folders are what there is.
 *  @throws ImageError INVALID_NAME when it is no image reference */
export function parseReference(text: string): Reference {
  const { repository, tag = "latest" } = tagged.exec(text)?.groups ?? {};
  if (repository === undefined || text.length > 512 || !isRepository(repository)) {
    throw new ImageError(
      "INVALID_NAME",
      `couldn't parse image name "${text}": invalid reference format; write it like "registry/name:tag", in lower case`,
    );
  }
  return { repository: repository.replace(/^docker\.io\/(?:library\/)?/, ""), tag };
}

function isRepository(repository: string): boolean {
  const [first = "", ...rest] = repository.split("/");
  const isDomain = rest.length > 0 && /[.:]|^localhost$/.test(first);
  const components = isDomain ? rest : [first, ...rest];
  return (!isDomain || domain.test(first)) && components.every((part) => component.test(part));
}
