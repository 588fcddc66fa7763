import Foundation

/// Real cameras' answers, in `$WATCHPOST_CLIPS` or beside the project; they are no part of it.
enum RealAnswers {
    static let folder: String? = {
        let places = [
            ProcessInfo.processInfo.environment["WATCHPOST_CLIPS"], "../shared/video",
        ]
        return places.compactMap { $0.map { $0 + "/rtsp-replies" } }
            .first { FileManager.default.fileExists(atPath: $0) }
    }()

    /// What was asked for the answer that a file holds.
    enum Asked: String {
        case describe, setUp, setUpSecond, setUpDatagrams, setUpSecondDatagrams, play, options
        case tearDown, refusal
    }

    static let all: [(file: String, maker: String, asked: Asked)] = [
        ("anjvision_describe", "anjvision", .describe),
        ("anpviz_sdp", "anpviz", .describe),
        ("bad_rtptime", "bad-rtptime", .play),
        ("bunny_describe", "wowza", .describe),
        ("bunny_play", "wowza", .play),
        ("bunny_setup", "wowza", .setUp),
        ("dahua_describe_h264_aac_onvif", "dahua", .describe),
        ("dahua_describe_h265_pcma", "dahua-pcma", .describe),
        ("dahua_options", "dahua", .options),
        ("dahua_play", "dahua", .play),
        ("dahua_setup", "dahua", .setUp),
        ("foscam_describe", "foscam", .describe),
        ("geovision_sdp", "geovision", .describe),
        ("gw_main_describe", "gw", .describe),
        ("gw_main_play", "gw", .play),
        ("gw_main_setup_audio", "gw", .setUpSecond),
        ("gw_main_setup_video", "gw", .setUp),
        ("gw_sub_describe", "gw-sub", .describe),
        ("gw_sub_play", "gw-sub", .play),
        ("gw_sub_setup", "gw-sub", .setUp),
        ("h264dvr_describe", "h264dvr", .describe),
        ("h264dvr_play", "h264dvr", .play),
        ("h264dvr_setup_audio", "h264dvr", .setUpSecondDatagrams),
        ("h264dvr_setup_video", "h264dvr", .setUpDatagrams),
        ("hikvision_describe", "hikvision", .describe),
        ("hikvision_play", "hikvision", .play),
        ("hikvision_setup", "hikvision", .setUp),
        ("hikvision_setup_ssrc_space", "hikvision-spaced-ssrc", .setUp),
        ("ipcam_describe", "ipcam", .describe),
        ("laureii_play", "laureii", .play),
        ("longse_unauthorized", "longse", .refusal),
        ("luckfox_rkipc_setup_tcp", "luckfox", .setUp),
        ("luckfox_rkipc_setup_udp", "luckfox", .setUpDatagrams),
        ("macrovideo_describe", "macrovideo", .describe),
        ("missing_content_type_describe", "no-content-type", .describe),
        ("reolink_describe", "reolink", .describe),
        ("reolink_describe_control_first", "reolink-control-first", .describe),
        ("reolink_play", "reolink", .play),
        ("reolink_setup", "reolink", .setUp),
        ("reolink_teardown", "reolink", .tearDown),
        ("tplink_sdp", "tplink", .describe),
        ("ubiquiti_sdp", "ubiquiti", .describe),
        ("vstarcam_describe", "vstarcam", .describe),
    ]
}
