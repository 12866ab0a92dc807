import { Button, Slider } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { adapters } from "../../api/queries";
import type { AdapterCard, LaidAdapter } from "../../api/types";
import { Numeric } from "../../ui/Numeric";
import { Adder } from "./Adder";
import { fittingAdapters } from "./fitting";
import styles from "./playground.module.css";
import { useVersion } from "./version";
import { mostAdapters, mostStrength, type Wish } from "./wish";

interface AdaptersProps {
  readonly wish: Wish;
  readonly onChange: (wish: Wish) => void;
}

/** Adapters laid over the model, each with its strength; only those that fit its base can be chosen, its own first. */
export function Adapters({ wish, onChange }: AdaptersProps) {
  const { t } = useTranslation();
  const all = useQuery(adapters).data ?? [];
  const version = useVersion(wish.modelVersionId);
  const base = version?.baseModelId;
  const fitting = fittingAdapters(all, base);
  const known = (laid: LaidAdapter) => all.find((each) => each.id === laid.adapterId);
  const unused = fitting.filter((each) => !wish.adapters.some((laid) => known(laid)?.sha256 === each.sha256));
  const madeFor = (card: AdapterCard) =>
    base === undefined || card.baseModelId === base
      ? ""
      : ` · ${t("playground.adapterMadeFor", { model: card.baseModelName })}`;
  const set = (laid: readonly LaidAdapter[]) => onChange({ ...wish, adapters: laid });
  const place = useRef<HTMLFieldSetElement>(null);
  const count = wish.adapters.length;
  const before = useRef(count);
  useEffect(() => {
    if (before.current !== count && document.activeElement === document.body) {
      place.current?.focus(); // what had the focus went with the change
    }
    before.current = count;
  }, [count]);
  if (fitting.length === 0 && wish.adapters.length === 0) {
    return null;
  }
  return (
    <fieldset ref={place} tabIndex={-1} className={styles.adapters}>
      <legend className="quiet">{t("playground.adapters")}</legend>
      {wish.adapters.map((laid) => {
        const card = known(laid);
        const name = card?.name ?? t("common.unknown");
        const change = (strength: number) =>
          set(wish.adapters.map((each) => (each.adapterId === laid.adapterId ? { ...each, strength } : each)));
        return (
          <div key={laid.adapterId} className={styles.laid}>
            <span>
              {name}
              {card !== undefined && <span className="dim">{madeFor(card)}</span>}
              {card !== undefined && card.triggerWords.length > 0 && (
                <span className="dim"> · {card.triggerWords.slice(0, 3).join(", ")}</span>
              )}
            </span>
            <Button
              variant="subtle"
              color="gray"
              size="compact-sm"
              aria-label={`${t("playground.adapterRemove")} ${name}`}
              onClick={() => set(wish.adapters.filter((each) => each !== laid))}
            >
              {t("playground.adapterRemove")}
            </Button>
            <Slider
              value={laid.strength}
              onChange={change}
              min={-1}
              max={2}
              step={0.05}
              label={null}
              marks={[{ value: 0 }, { value: 1 }]}
              thumbLabel={t("playground.adapterStrength", { name })}
            />
            <Numeric
              bare
              label={t("playground.adapterStrength", { name })}
              value={laid.strength}
              onChange={change}
              min={-mostStrength}
              max={mostStrength}
              step={0.05}
            />
          </div>
        );
      })}
      {unused.length > 0 && wish.adapters.length < mostAdapters && (
        <Adder
          label={t("playground.adapterAdd")}
          choices={unused.map((each) => ({ value: each.id, label: `${each.name}${madeFor(each)}` }))}
          onAdd={(adapterId) => set([...wish.adapters, { adapterId, strength: 1 }])}
        />
      )}
    </fieldset>
  );
}
