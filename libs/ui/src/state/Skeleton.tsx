import styles from "./States.module.css";

interface SkeletonProps {
  readonly width?: number | string;
  readonly height?: number | string;
}

/** The place of something that is on its way, in its size: nothing moves when it arrives. */
export function Skeleton({ width = "100%", height = 14 }: SkeletonProps) {
  return <span className={styles.bone} style={{ width, height }} aria-hidden data-skeleton />;
}
