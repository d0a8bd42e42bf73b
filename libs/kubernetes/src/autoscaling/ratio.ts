/* How many replicas a measure calls for. Source: k8s.io/kubernetes/pkg/controller/podautoscaler/replica_calculator.go */

const tolerance = 0.1;

/** So near to what is wanted that nothing is changed. */
export const isClose = (ratio: number) => Math.abs(1 - ratio) <= tolerance + 1e-9;

/** For a measure of them all together.
 *  @param wanted  for all, or for each when it is an average */
export function replicasForTotal(
  current: number,
  ready: number,
  usage: number,
  wanted: number,
  isAverage: boolean,
): number {
  if (isAverage) return isClose(usage / (wanted * current)) ? current : ceiling(usage / wanted);
  return isClose(usage / wanted) ? current : ceiling((usage / wanted) * ready);
}

/** What floating point has added must not cost a pod. */
export const ceiling = (replicas: number) => Math.ceil(replicas - 1e-9);
