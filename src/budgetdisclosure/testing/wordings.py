"""What other places call tables, columns and keys, for printing forms in tests (用语变体)."""

from __future__ import annotations

from budgetdisclosure.model import Kind

Path = tuple[str, ...]
"""The headings over a column, from the top down."""

TITLES = {
    Kind.FINAL: {
        "summary": ["收入支出决算总表", "部门收支决算总表"],
        "income": ["收入决算表", "收入决算总表", "部门收入决算情况表"],
        "expenditure": ["支出决算表", "支出决算总表"],
        "appropriation_summary": ["财政拨款收入支出决算总表", "财政拨款收支决算总表"],
        "general_budget_expenditure": [
            "一般公共预算财政拨款支出决算表", "一般公共预算财政拨款支出决算明细表（按功能分类）"],
        "basic_expenditure": [
            "一般公共预算财政拨款基本支出决算表", "一般公共预算财政拨款基本支出决算明细表"],
        "three_public": [
            "财政拨款“三公”经费支出决算表", "一般公共预算财政拨款“三公”经费支出决算表"],
        "government_fund": ["政府性基金预算财政拨款收入支出决算表"],
        "state_capital": [
            "国有资本经营预算财政拨款支出决算表", "国有资本经营预算财政拨款收入支出决算表"],
    },
    Kind.BUDGET: {
        "summary": ["收支总表", "部门收支总体情况表", "财务收支预算总表"],
        "income": ["收入总表", "部门收入总体情况表", "部门收入预算表"],
        "expenditure": ["支出总表", "部门支出总体情况表", "部门支出预算表"],
        "appropriation_summary": ["财政拨款收支总表", "财政拨款收支总体情况表"],
        "general_budget_expenditure": [
            "一般公共预算支出表", "一般公共预算支出情况表",
            "一般公共预算支出预算表（按功能科目分类）"],
        "basic_expenditure": [
            "一般公共预算基本支出表", "一般公共预算基本支出情况表（按支出经济分类科目）"],
        "three_public": ["一般公共预算“三公”经费支出表", "“三公”经费支出情况表"],
        "government_fund": ["政府性基金预算支出表", "政府性基金预算支出情况表"],
        "state_capital": ["国有资本经营预算支出表", "国有资本经营预算支出情况表"],
    },
}  # fmt: skip
HEADS: dict[str, dict[str, list[Path]]] = {
    "income": {
        "total": [("本年收入合计",), ("合计",)],
        "appropriation": [("财政拨款收入",), ("财政拨款",)],
        "superior_subsidy": [("上级补助收入",)],
        "service_revenue": [("事业收入",)],
        "trading_revenue": [("经营收入",), ("事业单位经营收入",)],
        "subordinate_remittance": [("附属单位上缴收入",)],
        "other_revenue": [("其他收入",)],
    },
    "expenditure": {
        "total": [("本年支出合计",), ("合计",)],
        "basic": [("基本支出",)],
        "project": [("项目支出",)],
        "remitted_up": [("上缴上级支出",)],
        "trading": [("经营支出",), ("事业单位经营支出",)],
        "granted_down": [("对附属单位补助支出",)],
    },
    "general_budget_expenditure": {
        "total": [("本年支出", "小计"), ("本年支出", "合计")],
        "basic": [("本年支出", "基本支出")],
        "project": [("本年支出", "项目支出")],
    },
    "government_fund": {
        "opening_carryover": [("年初结转和结余",), ("上年结转",)],
        "revenue": [("本年收入",)],
        "total": [("本年支出", "小计")],
        "basic": [("本年支出", "基本支出")],
        "project": [("本年支出", "项目支出")],
        "closing_carryover": [("年末结转和结余",), ("结转下年",)],
    },
    "appropriation_summary": {
        "total": [("合计",), ("小计",)],
        "general_budget": [("一般公共预算财政拨款",), ("一般公共预算",)],
        "government_fund": [("政府性基金预算财政拨款",), ("政府性基金预算",)],
        "state_capital": [("国有资本经营预算财政拨款",), ("国有资本经营预算",)],
    },
}
HEADS["state_capital"] = HEADS["government_fund"]
KEYS: dict[str, list[Path]] = {
    "joined": [("项目", "科目编码"), ("项目", "科目名称")],
    "levels": [("项目", "科目编码", level) for level in "类款项"] + [("项目", "科目名称")],
    "bracket": [("功能科目名称",)],
    "dash": [("功能分类科目",)],
}
KEYS["merged"] = KEYS["national"] = KEYS["carried"] = KEYS["levels"]
KEYS["named"] = KEYS["joined"]
KEYS["units"] = [("单位编码",), ("单位名称",), ("科目编码",), ("科目名称",)]
KEYS["both"] = [*KEYS["levels"][:3], ("项目", "单位编码"), ("项目", "单位名称（科目）")]
KEYS["serial"] = [("序号",), *KEYS["joined"]]
KEYS["indented"] = [("科目名称",)]
COSTS = {
    "total": "合计",
    "overseas_travel": "因公出国（境）费",
    "official_vehicles": "公务用车购置及运行费",
    "vehicle_purchase": "公务用车购置费",
    "vehicle_running": "公务用车运行维护费",
    "official_reception": "公务接待费",
}
