"""What a person would fill in beside a ledger, made up and consistent (试验情况)."""

from __future__ import annotations

from budgetdisclosure.amounts import Amount
from budgetdisclosure.compose.narrative import Fact

_WAN = 1_000_000
_CHANGED = "本年工作安排与上年不同"

FACTS: dict[str, Fact] = {
    "部门职责": "承担本部门的日常管理和服务工作。",
    "主要职能": "承担本部门的日常管理和服务工作。",
    "机构设置及决算单位构成": "决算只含本级。",
    "部门决算单位构成": "决算只含本级。",
    "收支总计增减原因": _CHANGED,
    "财政拨款收支总计增减原因": _CHANGED,
    "一般公共预算支出增减原因": _CHANGED,
    "决算与预算差异原因": _CHANGED,
    "三公预决算差异原因": _CHANGED,
    "三公增减原因": _CHANGED,
    "机关运行经费增减原因": _CHANGED,
    "用途": "保障本项工作开展",
    "因公出国团组数": 1,
    "因公出国人次": 2,
    "因公出国内容": "业务交流",
    "公务用车购置数": 1,
    "公务用车保有量": 3,
    "国内公务接待批次": 4,
    "国内公务接待人次": 20,
    "车辆数": 3,
    "通用设备数": 0,
    "专用设备数": 0,
    "大型设备数": 0,
    "采购总额": Amount(6 * _WAN),
    "采购货物": Amount(1 * _WAN),
    "采购工程": Amount(2 * _WAN),
    "采购服务": Amount(3 * _WAN),
    "采购中小企业": Amount(3 * _WAN),
    "预留中小企业": Amount(2 * _WAN),
    "预留小微企业": Amount(1 * _WAN),
    "绩效评价情况": "本单位按要求开展了绩效自评，绩效目标得到较好实现。",
    "预算绩效管理情况": "本单位按要求开展了绩效目标申报、绩效跟踪和绩效自评。",
    "其他重要事项": "本单位没有其他需要说明的重要事项。",
}
"""An answer to everything the packaged forms ask."""
