locals {
  names   = toset([for number in range(200) : format("svc-%03d", number)])
  widened = []
  trust   = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "pods.eks.amazonaws.com" }, Action = ["sts:AssumeRole", "sts:TagSession"] }] })
}

resource "aws_iam_role" "this" {
  for_each           = local.names
  name               = each.key
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "this" {
  for_each = local.names
  name     = "queue"
  role     = aws_iam_role.this[each.key].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = concat(["sqs:SendMessage"], contains(local.widened, each.key) ? ["sqs:ReceiveMessage"] : [])
      Resource = "arn:aws:sqs:us-east-1:492000000148:${each.key}"
    }]
  })
}

resource "aws_eks_pod_identity_association" "this" {
  for_each        = local.names
  cluster_name    = "atlas-eks"
  namespace       = "svc"
  service_account = each.key
  role_arn        = aws_iam_role.this[each.key].arn
}
