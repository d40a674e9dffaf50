data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole", "sts:TagSession"]
    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "queues" {
  dynamic "statement" {
    for_each = var.queues

    content {
      sid       = title(statement.key)
      actions   = [for action in statement.value : "sqs:${action}"]
      resources = ["arn:aws:sqs:us-east-1:492000000148:${statement.key}"]
    }
  }
}

resource "aws_iam_role" "jobs" {
  count              = var.enabled ? 1 : 0
  name               = "jobs"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "queues" {
  count  = var.enabled ? 1 : 0
  name   = "queues"
  role   = aws_iam_role.jobs[0].id
  policy = data.aws_iam_policy_document.queues.json
}

resource "aws_eks_pod_identity_association" "jobs" {
  count           = length(var.service_accounts)
  cluster_name    = "atlas-eks"
  namespace       = "jobs"
  service_account = var.service_accounts[count.index]
  role_arn        = one(aws_iam_role.jobs[*].arn)
}
