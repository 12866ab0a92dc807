import styles from "./Covers.module.css";
import { Picture } from "./Picture";

/** A few pictures that tell what a thing of a list is about; its name says the rest. */
export function Covers({ urls }: { urls: readonly (string | undefined)[] }) {
  return (
    <span className={styles.covers} aria-hidden="true">
      {urls.slice(0, 4).map((url, place) => (
        <CoverOrGap key={url ?? place} url={url} />
      ))}
    </span>
  );
}

/** A place without a picture stays empty: nothing is on its way there. */
function CoverOrGap({ url }: { url: string | undefined }) {
  return url === undefined ? <span className={styles.gap} /> : <Picture url={url} alt="" />;
}
