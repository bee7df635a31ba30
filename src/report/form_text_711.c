/* What a report of the forms from 2019 says before its officer has written anything (DOMAIN §3.2,
 * six sections). Sections 三 and 四 say their numbers by placeholders only (K10). */
#include "report/forms.h"

/* clang-format off */
#define UP_TO_SECTION_5 \
    {1, NULL, "根据《中华人民共和国政府信息公开条例》（以下简称《条例》）第四十九条、第五十条的规定，编制本机关{year}年政府信息公开工作年度报告。", NULL, NULL}, \
    {1, "items_released", "（一）主动公开。{year}年，本机关首次公开政府信息{items_released}条。", "（一）主动公开。{year}年，本机关没有首次公开的政府信息。", NULL}, \
    {1, "t3.1.total t3.2.total", "（二）依申请公开。{year}年，新收政府信息公开申请{t3.1.total}件，上年结转{t3.2.total}件，办结{t3.3.7.total}件，结转下年度继续办理{t3.4.total}件。", "（二）依申请公开。{year}年，本机关未收到政府信息公开申请，也没有上年结转的申请。", NULL}, \
    {1, "catalogue_entries", "（三）政府信息管理。政府信息经保密审查后公开。截至{year}年12月31日，有效目录条目{catalogue_entries}条。", "（三）政府信息管理。政府信息经保密审查后公开。截至{year}年12月31日，没有有效的目录条目。", NULL}, \
    {1, "releases_other_channels", "（四）平台建设。门户网站设置“政府信息公开”专栏；全年另通过公告栏、新闻发布会、报刊、广播、电视等渠道发布信息{releases_other_channels}条次。", "（四）平台建设。门户网站设置“政府信息公开”专栏，统一发布政府信息。", NULL}, \
    {1, "press_events", "{year}年，本机关主办、联合举办和参加新闻发布会共{press_events}次。", NULL, NULL}, \
    {1, NULL, "（五）监督保障。政府信息公开工作列入本机关考核，由专人负责，接受社会评议。", NULL, NULL}, \
    {2, NULL, "{year}年主动公开政府信息情况见下表。", NULL, NULL}, \
    {3, "t3.1.total t3.2.total", "{year}年，本机关新收政府信息公开申请{t3.1.total}件，上年结转{t3.2.total}件。全年办结{t3.3.7.total}件，其中予以公开{t3.3.1.total}件，部分公开{t3.3.2.total}件；结转下年度继续办理{t3.4.total}件。", "{year}年，本机关未收到政府信息公开申请，也没有上年结转的申请。", NULL}, \
    {4, "t4.reconsideration.total t4.suit-direct.total t4.suit-after-reconsideration.total", "{year}年，因政府信息公开工作被申请行政复议{t4.reconsideration.total}件，未经复议直接起诉{t4.suit-direct.total}件，复议后起诉{t4.suit-after-reconsideration.total}件。", "{year}年，本机关没有因政府信息公开工作被申请行政复议、提起行政诉讼的案件。", NULL}, \
    {5, NULL, "（一）存在的主要问题", NULL, NULL}, \
    {5, "problems", "{year}年，本机关政府信息公开工作主要存在{problems}个方面的问题。", "{year}年没有登记主要问题。", text_problems}, \
    {5, NULL, "（二）改进情况", NULL, NULL}, \
    {5, "problems", "针对上述问题，采取以下措施：", "没有需要说明的改进情况。", text_improvements},

const struct form_line form_cn_2019_lines[FORM_CN_2019_LINES] = {
    UP_TO_SECTION_5
    {6, NULL, "{year}年，本机关没有其他需要报告的事项。", NULL, NULL},
};

/* The processing fee is from 2021 (国办函〔2020〕109号). */
const struct form_line form_cn_2021_lines[FORM_CN_2021_LINES] = {
    UP_TO_SECTION_5
    {6, "fee_notices", "依据《政府信息公开信息处理费管理办法》（国办函〔2020〕109号），{year}年发出收费通知{fee_notices}件，总金额{fee_noticed}元。", "依据《政府信息公开信息处理费管理办法》（国办函〔2020〕109号），{year}年没有发出收费通知。", NULL},
    {6, "fee_received", "实际收取信息处理费{fee_received}元。", "{year}年没有收取信息处理费。", NULL},
};
/* clang-format on */
