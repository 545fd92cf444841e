"""The official terms of rows that have no code (项目名称), as the national forms print them.

Readers map printed variants to these; rules and composers name rows by them.
"""

from __future__ import annotations

from typing import Final

TOTAL: Final = "合计"
GRAND_TOTAL: Final = "总计"

# Revenue, 收入支出决算总表 (left)
GENERAL_BUDGET_REVENUE: Final = "一般公共预算财政拨款收入"
GOVERNMENT_FUND_REVENUE: Final = "政府性基金预算财政拨款收入"
STATE_CAPITAL_REVENUE: Final = "国有资本经营预算财政拨款收入"
FISCAL_ACCOUNT_REVENUE: Final = "财政专户管理资金收入"
APPROPRIATION_REVENUE: Final = "财政拨款收入"
SUPERIOR_SUBSIDY: Final = "上级补助收入"
SERVICE_REVENUE: Final = "事业收入"
TRADING_REVENUE: Final = "经营收入"
SUBORDINATE_REMITTANCE: Final = "附属单位上缴收入"
OTHER_REVENUE: Final = "其他收入"
CURRENT_YEAR_REVENUE: Final = "本年收入合计"
NON_APPROPRIATION_BALANCE_USED: Final = "使用非财政拨款结余"
OPENING_CARRYOVER: Final = "年初结转和结余"

# Expenditure, 收入支出决算总表 (right)
CURRENT_YEAR_EXPENDITURE: Final = "本年支出合计"
BALANCE_DISTRIBUTION: Final = "结余分配"
CLOSING_CARRYOVER: Final = "年末结转和结余"

# 财政拨款收入支出决算总表
GENERAL_BUDGET: Final = "一般公共预算财政拨款"
GOVERNMENT_FUND: Final = "政府性基金预算财政拨款"
STATE_CAPITAL: Final = "国有资本经营预算财政拨款"
OPENING_APPROPRIATION_CARRYOVER: Final = "年初财政拨款结转和结余"
OPENING_GENERAL_BUDGET: Final = "年初一般公共预算财政拨款结转和结余"
OPENING_GOVERNMENT_FUND: Final = "年初政府性基金预算财政拨款结转和结余"
OPENING_STATE_CAPITAL: Final = "年初国有资本经营预算财政拨款结转和结余"
CLOSING_APPROPRIATION_CARRYOVER: Final = "年末财政拨款结转和结余"

# 一般公共预算财政拨款基本支出决算表
PERSONNEL_TOTAL: Final = "人员经费合计"
RUNNING_TOTAL: Final = "公用经费合计"

# “三公”经费支出决算表: the basis of each row
BUDGET: Final = "预算数"
ACTUAL: Final = "决算数"
PRIOR_BUDGET: Final = "上年预算数"
PRIOR_ACTUAL: Final = "上年决算数"
