import styles from "./Picture.module.css";

interface PictureProps {
  readonly url?: string | undefined;
  readonly alt: string;
  readonly size?: number;
}

/** A picture on neutral ground, never cropped. Without an address the ground waits for it. */
export function Picture({ url, alt, size }: PictureProps) {
  return (
    <div className={styles.ground} {...(size === undefined ? {} : { style: { width: size } })}>
      {url === undefined ? <div className={styles.waiting} /> : <img src={url} alt={alt} decoding="async" />}
    </div>
  );
}
