import { Skeleton } from "../state/Skeleton.tsx";
import styles from "./DataTable.module.css";

export function TableSkeleton({ rows = 12 }: { readonly rows?: number }) {
  const grid = { gridTemplateColumns: "minmax(120px, 2fr) 1fr 1fr 1fr" };
  return (
    <div className={styles.table} aria-busy>
      <div className={styles.head} style={grid} />
      <div className={styles.body} style={{ height: rows * 34 }}>
        {Array.from({ length: rows }, (_, i) => (
          <div key={i} className={styles.row} style={{ ...grid, top: i * 34 }}>
            <Skeleton width={`${45 + ((i * 37) % 40)}%`} />
            <Skeleton width="60%" />
            <Skeleton width="50%" />
            <Skeleton width="70%" />
          </div>
        ))}
      </div>
    </div>
  );
}
