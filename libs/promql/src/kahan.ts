/** A sum and what rounding took from it.
 *  Source: Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen" (1974) */
export class KahanSum {
  sum = 0;
  compensation = 0;

  add(value: number): void {
    const total = this.sum + value;
    if (!Number.isFinite(total)) this.compensation = 0;
    else if (Math.abs(this.sum) >= Math.abs(value)) this.compensation += this.sum - total + value;
    else this.compensation += value - total + this.sum;
    this.sum = total;
  }

  set(sum: number, compensation: number): void {
    this.sum = sum;
    this.compensation = compensation;
  }

  get value(): number {
    return Number.isFinite(this.sum) ? this.sum + this.compensation : this.sum;
  }
}

/** The compensation after adding `value` to `sum` with the compensation so far. */
export function compensated(value: number, sum: number, compensation: number): number {
  const total = sum + value;
  if (!Number.isFinite(total)) return 0;
  if (Math.abs(sum) >= Math.abs(value)) return compensation + (sum - total + value);
  return compensation + (value - total + sum);
}
