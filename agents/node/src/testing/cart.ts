/** Stands for a program's own code, which is none of the agent's. */
export function loadCart(call: () => void): void {
  call();
}
