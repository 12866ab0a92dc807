import { useEffect, useRef, useState } from "react";
import { parse } from "./client";

const CLOSED = 2; // what EventSource calls an end for good
const firstPause = 3_000; // milliseconds
const longestPause = 60_000;

/**
 * Follows a stream of server-sent events while `path` is given; `last` says after which event it is over.
 * Another `life` begins the stream anew, as after a resume.
 */
export function useEvents<E>(
  path: string | undefined,
  onEvent: (event: E) => void,
  last: (event: E) => boolean,
  life = 0,
): boolean {
  const latest = useRef({ onEvent, last });
  latest.current = { onEvent, last };
  const [connected, setConnected] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another life is another stream
  useEffect(() => {
    if (path === undefined) {
      return;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    let pause = firstPause;
    const open = () => {
      const source = new EventSource(path);
      source.onopen = () => {
        pause = firstPause;
        setConnected(true);
      };
      source.onerror = () => {
        setConnected(false);
        // the browser connects again by itself, but never after an answer that is no stream, such as a proxy's 502
        if (source.readyState === CLOSED) {
          timer = setTimeout(() => {
            current = open();
          }, pause);
          pause = Math.min(longestPause, 2 * pause); // a refusal may stand for good
        }
      };
      source.onmessage = (message: MessageEvent<string>) => {
        const event = parse(message.data) as E;
        latest.current.onEvent(event);
        if (latest.current.last(event)) {
          source.close();
        }
      };
      return source;
    };
    let current = open();
    return () => {
      clearTimeout(timer);
      current.close();
    };
  }, [path, life]);
  return connected;
}
