import { findImage, type Image, ImageError } from "../runtime/index.ts";
import { BackOff } from "./back-off.ts";
import type { NodeContext } from "./context.ts";
import type { Container } from "./pod.ts";

type Tell = (type: "Normal" | "Warning", reason: string, message: string) => void;

export interface ImagePullOptions {
  readonly node: NodeContext;
  readonly tell: Tell;
  /** Told why the container waits: `ErrImagePull`. */
  readonly wait: (reason: string, message: string) => void;
}

/** Finds the image of one container, later and later while it is not there. */
export class ImagePull {
  readonly #options: ImagePullOptions;
  readonly #backOff = new BackOff(false);
  /** Why it could not be had, until that has been said. */
  #unsaid: { readonly image: string; readonly message: string } | undefined;

  constructor(options: ImagePullOptions) {
    this.#options = options;
  }

  /** Milliseconds before it may be asked for again. */
  left(now: number): number {
    return this.#backOff.left(now);
  }

  /** @param isFirst  of the container's runs: then it is told
   *  @returns        undefined when there is none, which has been told */
  async image(container: Container, isFirst: boolean): Promise<Image | undefined> {
    const { node, tell } = this.#options;
    try {
      const image = await imageFor(node, container);
      const name = JSON.stringify(container.image);
      if (isFirst || this.#backOff.waitMs > 0)
        tell("Normal", "Pulled", `Container image ${name} already present on machine`);
      this.#backOff.succeeded();
      this.#unsaid = undefined;
      return image;
    } catch (error) {
      this.#backOff.failed(node.clock.now());
      this.#refused(container.image, error);
      return undefined;
    }
  }

  /** Says, once, that it waits before it asks again. */
  hold(): void {
    if (!this.#unsaid) return;
    const { wait, tell } = this.#options;
    const { image, message } = this.#unsaid;
    this.#unsaid = undefined;
    wait("ImagePullBackOff", `Back-off pulling image ${image}: ${message}`);
    tell("Normal", "BackOff", `Back-off pulling image ${image}`);
    tell("Warning", "Failed", "Error: ImagePullBackOff");
  }

  #refused(name: string, error: unknown): void {
    const { wait, tell } = this.#options;
    const message = error instanceof Error ? error.message : String(error);
    const image = JSON.stringify(name);
    if (error instanceof ImageError && error.code === "INVALID_NAME") {
      const why = `Failed to apply default image tag ${image}: ${message}`;
      wait("InvalidImageName", why);
      tell("Warning", "InspectFailed", why);
    } else if (error instanceof NeverPulled) {
      wait("ErrImageNeverPull", message);
      tell("Warning", "ErrImageNeverPull", message);
    } else {
      const why = `Failed to pull image ${image}: ${message}`;
      this.#unsaid = { image, message: why };
      wait("ErrImagePull", why);
      tell("Normal", "Pulling", `Pulling image ${image}`);
      tell("Warning", "Failed", why);
      tell("Warning", "Failed", "Error: ErrImagePull");
    }
  }
}

class NeverPulled extends Error {
  override readonly name = "NeverPulled";
}

/** @throws ImageError, NeverPulled; Error when there is no such image */
async function imageFor(node: NodeContext, { image, imagePullPolicy }: Container): Promise<Image> {
  const found = await findImage(node.images, image);
  if (found) return found;
  if (imagePullPolicy !== "Never") throw new Error(`${image}: not found in the image store`);
  throw new NeverPulled(`Container image ${JSON.stringify(image)} is not present with pull policy of Never`);
}
