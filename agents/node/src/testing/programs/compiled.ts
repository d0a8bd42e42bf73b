import type { Express, Request, Response } from "express";

interface Greeting {
  readonly text: string;
}

/** Compiled before it runs, so that no line is where it was written. */
function greet(_request: Request, response: Response): void {
  const greeting: Greeting = { text: "hello" };
  response.json(greeting);
}

export function mount(app: Express): void {
  app.get("/compiled", greet);
}
