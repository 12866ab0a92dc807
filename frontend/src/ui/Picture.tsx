import styles from "./Picture.module.css";

interface PictureProps {
  readonly url?: string | undefined;
  readonly alt: string;
  readonly size?: number;
  /** Told when nothing comes from the address. */
  readonly onLost?: () => void;
}

/** A picture on neutral ground, never cropped. Without an address the ground waits for it. */
export function Picture({ url, alt, size, onLost }: PictureProps) {
  return (
    <div className={styles.ground} {...(size === undefined ? {} : { style: { width: size } })}>
      {url === undefined ? <div className={styles.waiting} /> : <img src={url} alt={alt} decoding="async" onError={onLost} />}
    </div>
  );
}
