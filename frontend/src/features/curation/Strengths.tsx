import { Link } from "@tanstack/react-router";
import { Fragment, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ImageStrength } from "../../api/types";
import { useFormat } from "../../ui/format";
import { LoadMore } from "../../ui/LoadMore";
import { Picture } from "../../ui/Picture";
import styles from "./curation.module.css";
import { byPrompt, scaleOf } from "./strengths";

const atOnce = 12;

/** The pictures of each prompt that votes link, from strongest to weakest, with their intervals on one scale. */
export function Strengths({ strengths }: { strengths: readonly ImageStrength[] }) {
  const { t } = useTranslation();
  const groups = useMemo(() => byPrompt(strengths), [strengths]);
  const scale = useMemo(() => scaleOf(strengths), [strengths]);
  const [shown, setShown] = useState(atOnce);
  if (groups.length === 0) {
    return <p className="dim">{t("curation.noStrengths")}</p>;
  }
  return (
    <>
      <div className={styles.prompts}>
        {groups.slice(0, shown).map((group) => (
          <div key={group.promptId} className={styles.promptRow}>
            <p className={styles.promptText}>{group.prompt}</p>
            {group.blocks.map((block, place) => (
              <Fragment key={block[0]?.imageId}>
                {place > 0 && <p className="dim">{t("curation.anotherOrder")}</p>}
                <ol className={styles.strip}>
                  {block.map((image) => (
                    <Standing key={image.imageId} image={image} scale={scale} />
                  ))}
                </ol>
              </Fragment>
            ))}
          </div>
        ))}
      </div>
      <LoadMore more={groups.length > shown} onMore={() => setShown(shown + atOnce)} />
    </>
  );
}

function Standing({ image, scale }: { image: ImageStrength; scale: (theta: number) => number }) {
  const { t } = useTranslation();
  const { fixed, share } = useFormat();
  const half = image.error === undefined ? undefined : 1.96 * image.error;
  const seen = { count: image.seen, seen: image.seen, bad: share(image.badShare) };
  const words =
    half === undefined
      ? t("curation.unlinkedWords", seen)
      : t("curation.strengthWords", {
          value: fixed(image.theta, 2),
          low: fixed(image.theta - half, 2),
          high: fixed(image.theta + half, 2),
          ...seen,
        });
  return (
    <li className={styles.standing}>
      <Link to="/lineage/$imageId" params={{ imageId: image.imageId }} title={words}>
        <Picture url={image.imageUrl} alt={words} />
      </Link>
      {half !== undefined && <Interval theta={image.theta} half={half} scale={scale} />}
      <span className={styles.theta} aria-hidden="true">
        {half === undefined ? "–" : `${fixed(image.theta, 2)} ± ${fixed(half, 2)}`}
      </span>
    </li>
  );
}

function Interval({ theta, half, scale }: { theta: number; half: number; scale: (theta: number) => number }) {
  const [left, right] = [scale(theta - half), scale(theta + half)];
  return (
    <span className={styles.interval} aria-hidden="true">
      <span className={styles.whisker} style={{ left: `${left}%`, width: `${Math.max(1, right - left)}%` }} />
      <span className={styles.dot} style={{ left: `${scale(theta)}%` }} />
    </span>
  );
}
