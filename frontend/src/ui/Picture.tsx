import { useEffect, useRef, useState } from "react";
import styles from "./Picture.module.css";

interface PictureProps {
  readonly url?: string | undefined;
  readonly alt: string;
  readonly size?: number;
  /** What is said where no picture will come, which may be nothing. */
  readonly missing?: string | undefined;
  /** Told when nothing comes from the address, however often it is asked. */
  readonly onLost?: () => void;
}

/** A picture on neutral ground, never cropped. Without an address the ground waits for it, or says that none comes. */
export function Picture({ url, alt, size, missing, onLost }: PictureProps) {
  const { failed, onError } = useAsking(url, onLost);
  return (
    <div className={styles.ground} {...(size === undefined ? {} : { style: { width: size } })}>
      {url !== undefined ? (
        // far below it waits until it is near; said before the address, which some browsers follow at once
        <img key={failed} loading="lazy" src={url} alt={alt} decoding="async" onError={onError} />
      ) : missing !== undefined ? (
        <span className="dim">{missing}</span>
      ) : (
        <div className={styles.waiting} />
      )}
    </div>
  );
}

/** Milliseconds before a picture is asked for again, and at random up to half as many more. */
const pauses = [1_000, 4_000] as const;

/** Asks again for what does not come: of many pictures at once a busy server turns some away. */
function useAsking(url: string | undefined, onLost: (() => void) | undefined) {
  const [last, setLast] = useState({ url, failed: 0 });
  const failed = last.url === url ? last.failed : 0;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const onError = () => {
    const pause = pauses[failed];
    if (pause === undefined) {
      onLost?.();
      return;
    }
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setLast({ url, failed: failed + 1 }), pause * (1 + Math.random() / 2));
  };
  return { failed, onError };
}
