// FFmpeg's libraries, and the allocator below them, for Swift: macros that Swift cannot import,
// made constants. No logic.
#pragma once

#include <errno.h>
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/imgutils.h>
#include <libavutil/log.h>
#include <libavutil/md5.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libavutil/sha.h>
#include <libavutil/time.h>
#include <malloc.h>

static const int64_t WP_NOPTS = AV_NOPTS_VALUE;
static const int WP_EOF = AVERROR_EOF;
static const int WP_EAGAIN = AVERROR(EAGAIN);
static const int WP_EXIT = AVERROR_EXIT;
static const int WP_INVALIDDATA = AVERROR_INVALIDDATA;
