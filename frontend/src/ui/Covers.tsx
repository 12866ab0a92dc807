import styles from "./Covers.module.css";
import { Picture } from "./Picture";

/** A few pictures that tell what a thing of a list is about; its name says the rest. */
export function Covers({ urls }: { urls: readonly (string | undefined)[] }) {
  return (
    <span className={styles.covers} aria-hidden="true">
      {urls.slice(0, 4).map((url, place) => (
        <Picture key={url ?? place} url={url} alt="" />
      ))}
    </span>
  );
}
