package art.pinhua.training.fuzz;

import art.pinhua.training.io.AdapterFile.Part;
import art.pinhua.training.io.ElementType;
import art.pinhua.training.model.ClipTextConfig;
import art.pinhua.training.model.ClipTextEncoder;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UNetConfig;
import java.util.List;
import java.util.Map;

/// Sound files of weights, as small as their readers let them be, so that changes have room and meet
/// what is read.
final class Seeds {
    /// Layers of a model that is made up: as many of them as there are kinds.
    static final Map<Part, Map<String, long[]>> LAYERS = Map.of(
            Part.UNET, UNet.shapes(UNetConfig.of(8, List.of(8, 8), List.of(true, false), 1, 8, 1, 4)),
            Part.TEXT_ENCODER, text(),
            Part.TEXT_ENCODER_2, text());

    /// peft's names, with and without those of the networks.
    static final String PEFT_LAYER = """
            unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.lora_A.weight 2 8
            unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.lora_B.weight 8 2
            """;

    static final String PEFT_LAYER_ALONE = PEFT_LAYER.replace("unet.", "base_model.model.");

    /// A textual inversion for each number of text encoders, and of one vector that is not in a list.
    private static final List<String> WORDS = List.of("<robe> 2 8\n", "clip_l 1 8\nclip_g 1 12\n", "emb_params 8\n");

    private static final String KOHYA = """
            lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q.lora_down.weight 2 8
            lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q.lora_up.weight 8 2
            lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q.alpha
            lora_unet_down_blocks_0_resnets_0_conv1.lora_down.weight 2 8 3 3
            lora_unet_down_blocks_0_resnets_0_conv1.lora_up.weight 8 2 1 1
            lora_te_text_model_encoder_layers_0_self_attn_q_proj.lora_down.weight 2 8
            lora_te_text_model_encoder_layers_0_self_attn_q_proj.lora_up.weight 8 2
            """;

    /// A layer in each of the other forms.
    private static final String OTHER_NAMES = """
            unet.down_blocks.0.attentions.0.proj_in.lora.down.weight 2 8
            unet.down_blocks.0.attentions.0.proj_in.lora.up.weight 8 2
            unet.mid_block.attentions.0.transformer_blocks.0.attn2.processor.to_out_lora.down.weight 2 8
            unet.mid_block.attentions.0.transformer_blocks.0.attn2.processor.to_out_lora.up.weight 8 2
            lora_unet_input_blocks_1_1_transformer_blocks_0_attn2_to_k.lora_down.weight 2 8
            lora_unet_input_blocks_1_1_transformer_blocks_0_attn2_to_k.lora_up.weight 8 2
            text_encoder.text_model.encoder.layers.0.self_attn.to_v_lora.down.weight 2 8
            text_encoder.text_model.encoder.layers.0.self_attn.to_v_lora.up.weight 8 2
            lora_te2_text_model_encoder_layers_0_mlp_fc1.lora_A.weight 2 8
            lora_te2_text_model_encoder_layers_0_mlp_fc1.lora_B.weight 16 2
            """;

    /// Denoiser and autoencoder of two levels with a layer each: what sizes are read off, and a name of
    /// each kind.
    private static final String IMAGE_NETWORKS = """
            model.diffusion_model.time_embed.0.weight 128 32
            model.diffusion_model.input_blocks.0.0.weight 32 4 3 3
            model.diffusion_model.input_blocks.1.0.in_layers.2.weight 32 32 3 3
            model.diffusion_model.input_blocks.2.0.op.weight 32 32 3 3
            model.diffusion_model.input_blocks.3.0.in_layers.2.weight 64 32 3 3
            model.diffusion_model.input_blocks.3.0.skip_connection.weight 64 32 1 1
            model.diffusion_model.input_blocks.3.1.norm.weight 64
            model.diffusion_model.middle_block.0.in_layers.2.weight 64 64 3 3
            model.diffusion_model.middle_block.1.proj_in.weight 64 64 1 1
            model.diffusion_model.middle_block.1.transformer_blocks.0.norm1.weight 64
            model.diffusion_model.middle_block.1.transformer_blocks.0.attn2.to_k.weight 64 48
            model.diffusion_model.output_blocks.1.2.conv.weight 64 64 3 3
            model.diffusion_model.out.2.weight 4 32 3 3
            first_stage_model.encoder.down.0.block.0.conv1.weight 32 32 3 3
            first_stage_model.encoder.down.0.downsample.conv.weight 32 32 3 3
            first_stage_model.encoder.down.1.block.0.conv1.weight 64 32 3 3
            first_stage_model.encoder.mid.block_1.conv1.weight 64 64 3 3
            first_stage_model.encoder.mid.attn_1.q.weight 64 64 1 1
            first_stage_model.decoder.up.1.upsample.conv.weight 64 64 3 3
            first_stage_model.decoder.norm_out.weight 32
            first_stage_model.post_quant_conv.weight 4 4 1 1
            """;

    private static final String TEXT_NETWORK = """
            cond_stage_model.transformer.text_model.embeddings.token_embedding.weight 50 48
            cond_stage_model.transformer.text_model.embeddings.position_embedding.weight 8 48
            cond_stage_model.transformer.text_model.encoder.layers.0.mlp.fc1.weight 96 48
            cond_stage_model.transformer.text_model.final_layer_norm.weight 48
            alphas_cumprod 10
            """;

    /// The second text encoder of the XL family, as it was first published, and what the denoiser is
    /// told beside.
    private static final String OPEN_CLIP = """
            model.diffusion_model.label_emb.0.0.weight 128 232
            conditioner.embedders.1.model.token_embedding.weight 50 64
            conditioner.embedders.1.model.positional_embedding 8 64
            conditioner.embedders.1.model.transformer.resblocks.0.ln_1.weight 64
            conditioner.embedders.1.model.transformer.resblocks.0.mlp.c_fc.weight 96 64
            conditioner.embedders.1.model.transformer.resblocks.0.attn.in_proj_weight 192 64
            conditioner.embedders.1.model.transformer.resblocks.0.attn.in_proj_bias 192
            conditioner.embedders.1.model.ln_final.weight 64
            conditioner.embedders.1.model.text_projection 64 40
            conditioner.embedders.1.model.logit_scale
            """;

    private static final String XL_NETWORKS = IMAGE_NETWORKS.replace("proj_in.weight 64 64 1 1", "proj_in.weight 64 64")
            + TEXT_NETWORK.replace("cond_stage_model.", "conditioner.embedders.0.")
            + OPEN_CLIP;

    private static final String PROJECTION = "model.text_projection 64 40";

    /// Readers pass over it, whatever it says.
    private static final Map<String, String> NOTE =
            Map.of("modelspec.title", "a title, and some words about the training as people like to write them");

    private Seeds() {}

    private static Map<String, long[]> text() {
        return ClipTextEncoder.shapes(new ClipTextConfig(50, 8, 16, 1, 1, 8, "quick_gelu", 1e-5, 48, 49, 1, 0));
    }

    static List<ZeroFile> adapters() {
        return List.of(ZeroFile.of(ElementType.F32, NOTE, KOHYA), ZeroFile.of(ElementType.F16, Map.of(), OTHER_NAMES));
    }

    static List<ZeroFile> words() {
        return WORDS.stream()
                .map(tensors -> ZeroFile.of(ElementType.F32, Map.of(), tensors))
                .toList();
    }

    static ZeroFile checkpoint() {
        return ZeroFile.of(ElementType.F16, NOTE, IMAGE_NETWORKS + TEXT_NETWORK + "v_pred 0\nztsnr 0\n");
    }

    static ZeroFile xlCheckpoint() {
        return ZeroFile.of(ElementType.F16, NOTE, XL_NETWORKS);
    }

    /// One whose projection is of no numbers, which lets its other side be as long as it likes, and one
    /// that says without end what it predicts.
    static List<ZeroFile> hostileXlCheckpoints() {
        String tensors = XL_NETWORKS.replace(PROJECTION, "model.text_projection 1099511627776 0");
        return List.of(
                ZeroFile.of(ElementType.F16, NOTE, tensors),
                ZeroFile.of(ElementType.F16, Map.of("modelspec.prediction_type", "x".repeat(5_000)), XL_NETWORKS));
    }
}
