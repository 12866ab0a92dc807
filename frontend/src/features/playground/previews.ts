import { useEffect, useRef, useState } from "react";
import { giveBack, localAddress } from "../../api/blobs";

interface Previews {
  /** By index. */
  readonly urls: Readonly<Record<number, string>>;
  readonly show: (index: number, url: string) => void;
  readonly drop: () => void;
}

/** Unfinished pictures as they come. Each is let go of when another takes its place, or when the view closes. */
export function usePreviews(): Previews {
  const held = useRef(new Map<number, string>());
  const [urls, setUrls] = useState<Previews["urls"]>({});
  const letGo = () => {
    for (const url of held.current.values()) {
      giveBack(url);
    }
    held.current.clear();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the view closes
  useEffect(() => letGo, []);
  return {
    urls,
    show: (index, url) => {
      const before = held.current.get(index);
      held.current.set(index, localAddress(url));
      setUrls(Object.fromEntries(held.current));
      giveBack(before);
    },
    drop: () => {
      letGo();
      setUrls({});
    },
  };
}
