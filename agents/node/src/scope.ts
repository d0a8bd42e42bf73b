/** As whom the agent speaks of itself. */
export const scope = { name: "@naru/agent-node", version: "0.1.0" } as const;
