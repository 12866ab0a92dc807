import { Button, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { useRole } from "../../api/me";
import type { BaseModel } from "../../api/types";
import { useFormat } from "../../ui/format";
import { UsualForm } from "./UsualForm";

interface UsualProps {
  readonly model: BaseModel;
}

/** What a base model is usually drawn with; of what most leave alone, only what is set. Administrators can set it. */
export function Usual({ model }: UsualProps) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const admin = useRole("admin");
  const [opened, { open, close }] = useDisclosure(false);
  const { steps, guidance, guidanceRescale, sampler, clipSkip, negativePrompt } = model.usualSampling;
  const facts = [
    t("playground.facts", { count: steps, steps, guidance: number(guidance, 1) }),
    t(`sampler.${sampler}.name`),
    guidanceRescale === 0 ? "" : `${t("playground.guidanceRescale")} ${number(guidanceRescale, 2)}`,
    clipSkip === 0 ? "" : `${t("playground.clipSkip")} ${clipSkip}`,
    negativePrompt === "" ? "" : `${t("playground.without")} ${negativePrompt}`,
  ];
  return (
    <>
      {facts.filter((fact) => fact !== "").join(" · ")}{" "}
      {admin && (
        <>
          <Button
            variant="default"
            size="compact-sm"
            aria-label={t("models.usualSetOf", { name: model.name, interpolation: { escapeValue: false } })}
            onClick={open}
          >
            {t("models.usualSet")}
          </Button>
          <Modal
            opened={opened}
            onClose={close}
            title={t("models.usualOf", { name: model.name, interpolation: { escapeValue: false } })}
            lockScroll={false}
            closeButtonProps={{ "aria-label": t("common.close") }}
            centered
          >
            <UsualForm model={model} onSet={close} />
          </Modal>
        </>
      )}
    </>
  );
}
