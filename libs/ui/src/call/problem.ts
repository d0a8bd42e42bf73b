/** An answer that is not a success: what happened, and the way on, as the platform words them. */
export class Problem extends Error {
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly code: string;
  readonly help: string;

  constructor(status: number, code: string, message: string, help: string) {
    super(message);
    this.name = "Problem";
    this.status = status;
    this.code = code;
    this.help = help;
  }

  static async of(response: Response): Promise<Problem> {
    const body: unknown = await response.json().catch(() => undefined);
    const field = (name: string): string => {
      const value: unknown = typeof body === "object" && body !== null ? Reflect.get(body, name) : undefined;
      return typeof value === "string" ? value : "";
    };
    return new Problem(
      response.status,
      field("code") || `HTTP_${response.status}`,
      field("message"),
      field("help"),
    );
  }

  /** Whether the same request may succeed a moment later. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}
