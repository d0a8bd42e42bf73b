/** CPU as Kubernetes counts it: millicores below one core. */
export function formatCores(cores: number): string {
  if (cores < 1) return `${Math.round(cores * 1000)}m`;
  return String(Number(cores.toFixed(2)));
}
