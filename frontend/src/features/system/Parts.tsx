import { Progress } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SystemPart } from "../../api/types";
import type texts from "../../i18n/zh-CN.json";
import { useFormat } from "../../ui/format";
import { Icon, type IconName } from "../../ui/Icon";
import { StateBadge } from "../../ui/StateBadge";
import { FreeMemory } from "./FreeMemory";
import styles from "./system.module.css";

type PartName = keyof typeof texts.system.part;
type FigureName = keyof typeof texts.system.figure;
type ListingName = keyof typeof texts.system.listing;
type Figure = SystemPart["figures"][number];
type Listing = SystemPart["listings"][number];

const icons: Readonly<Record<string, IconName>> = {
  engine: "brush",
  trainer: "curve",
  database: "cube",
  disk: "archive",
  blobs: "list",
};

/** What the installation stands on: a card for each part, with its state, version and figures. */
export function Parts({ parts }: { parts: readonly SystemPart[] }) {
  return (
    <ul className={styles.parts}>
      {parts.map((part) => (
        <Part key={part.name} part={part} />
      ))}
    </ul>
  );
}

function Part({ part }: { part: SystemPart }) {
  const { t } = useTranslation();
  const write = useWriting();
  const name = t(`system.part.${part.name as PartName}`, { defaultValue: part.name });
  const trouble = t(`system.trouble.${part.name as PartName}`, { defaultValue: "" });
  return (
    <li className={styles.part}>
      <div className={styles.partHead}>
        <Icon name={icons[part.name] ?? "gear"} />
        <h3 className={styles.partName}>{name}</h3>
        <StateBadge state={part.condition} />
      </div>
      {part.version !== undefined && <p className={styles.version}>{part.version}</p>}
      {part.trouble !== undefined && (
        <div className={styles.trouble} role="alert">
          {trouble !== "" && <p>{trouble}</p>}
          <p lang="en">{part.trouble}</p>
        </div>
      )}
      <Room part={part} />
      <dl className={styles.figures}>
        {part.figures.map((figure) => (
          <div key={figure.name}>
            <dt>{write.name(figure)}</dt>
            <dd>{write.value(figure)}</dd>
          </div>
        ))}
      </dl>
      {part.listings.map((listing) => (
        <Several key={listing.name} listing={listing} />
      ))}
      {part.name === "engine" && part.condition === "UP" && <FreeMemory empty={isEmpty(part)} />}
    </li>
  );
}

/** Whether an engine says that it holds no model; one that says nothing may hold some. */
const isEmpty = (engine: SystemPart) =>
  engine.listings.some(({ name, entries }) => name === "models" && entries.length === 0);

/** What a part has several of. */
function Several({ listing: { name, entries } }: { listing: Listing }) {
  const { t } = useTranslation();
  const write = useWriting();
  return (
    <section className={styles.several}>
      <h4>{t(`system.listing.${name as ListingName}`, { defaultValue: name })}</h4>
      {entries.length === 0 ? (
        <p className="dim">{t("common.none")}</p>
      ) : (
        <ul>
          {entries.map(({ title, figures }) => (
            <li key={`${title} ${figures.map(({ value }) => value).join(" ")}`}>
              {title}
              <p className="dim">
                {figures.map((figure) => `${write.name(figure)} ${write.value(figure)}`).join(" · ")}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Figures in the reader's language. */
function useWriting() {
  const { t } = useTranslation();
  const { number, bytes } = useFormat();
  return {
    name: ({ name }: Figure) => t(`system.figure.${name as FigureName}`, { defaultValue: name }),
    value: ({ name, unit, value }: Figure) =>
      unit === "BYTES"
        ? bytes(Number(value))
        : unit === "COUNT"
          ? number(Number(value))
          : t(`system.value.${name as "checksums"}.${value as "on"}`, { defaultValue: value }),
  };
}

/** How full it is, of a part that tells what is free of how much. */
function Room({ part }: { part: SystemPart }) {
  const { t } = useTranslation();
  const { share } = useFormat();
  const figure = (name: string) => Number(part.figures.find((each) => each.name === name)?.value);
  const [free, total] = [figure("free"), figure("total")];
  if (!(total > 0) || Number.isNaN(free)) {
    return null;
  }
  const used = 1 - free / total;
  const words = t("system.used", { share: share(used) });
  return (
    <div className={styles.room}>
      <Progress
        value={100 * used}
        size={6}
        aria-label={words}
        {...(part.condition === "DOWN" ? { color: "cinnabar" } : {})}
      />
      <span>{words}</span>
    </div>
  );
}
