import styles from "./Picture.module.css";

interface PictureProps {
  readonly url?: string | undefined;
  readonly alt: string;
  readonly size?: number;
  /** What is said where no picture will come, which may be nothing. */
  readonly missing?: string | undefined;
  /** Told when nothing comes from the address. */
  readonly onLost?: () => void;
}

/** A picture on neutral ground, never cropped. Without an address the ground waits for it, or says that none comes. */
export function Picture({ url, alt, size, missing, onLost }: PictureProps) {
  return (
    <div className={styles.ground} {...(size === undefined ? {} : { style: { width: size } })}>
      {url !== undefined ? (
        <img src={url} alt={alt} decoding="async" onError={onLost} />
      ) : missing !== undefined ? (
        <span className="dim">{missing}</span>
      ) : (
        <div className={styles.waiting} />
      )}
    </div>
  );
}
